"""The admin: site, navigation, home pages (top of the house) and `base`, what every admin stands on (bottom of the house)."""
