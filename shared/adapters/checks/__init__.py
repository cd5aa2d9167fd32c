"""What both shelves refuse, before anything is sent: a journey that works on one works on the other."""
