"""What HTTP needs beside the screens: session cookie, gate, headers, health, assets."""
