"""What programs read of the journal: the feed, the sitemap, articles as Markdown, an overview."""
