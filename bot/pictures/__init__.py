"""Everything about pictures but the commands: wishes, photos on the shelf, how jobs are made, captions and buttons."""
