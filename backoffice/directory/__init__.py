"""Who we are: territories, organisations, services, venues; users, their roles and where they hold them."""
