//! All articles together: order, tags, and the speakers across articles. Knows no HTML.
