"""A stand-in for Google Sheets and the token endpoint that its service accounts use."""
