"""What older versions of the program wrote, written anew."""
