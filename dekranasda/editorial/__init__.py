"""What the council writes and chooses for the public pages: news, texts, the front page."""
