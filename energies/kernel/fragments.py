"""A page may be asked for without what stands around it: by our scripts, with a header of this name."""

FRAGMENT = "X-Fragment"
