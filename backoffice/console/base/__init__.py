"""What every admin and every service stands on; imports no room."""
