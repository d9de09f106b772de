"""What scenes are made of: HTML that is read from across a room. Pure: frames in, HTML out."""
