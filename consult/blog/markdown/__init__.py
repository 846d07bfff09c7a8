"""Markdown in, safe HTML out: rendered by markdown-it, then sanitised by nh3, in this order.

Pure: what a text needs to know of the site's pictures is an argument.
"""

from consult.blog.markdown.figures import Shown, picture_names
from consult.blog.markdown.headings import Heading
from consult.blog.markdown.place import around_matrix
from consult.blog.markdown.render import LONGEST, Rendered, render

__all__ = [
    "LONGEST",
    "Heading",
    "Rendered",
    "Shown",
    "around_matrix",
    "picture_names",
    "render",
]
