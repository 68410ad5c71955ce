"""Pages without an account: nothing here asks for a session; what is written goes through the services of booking, in the name of the person."""
