"""Tables of entities from elsewhere: read them, decide row by row, write what was decided. In this order:

read.read_table → presets.PRESETS → decide.plan → apply.apply. Nothing here prints; nothing but apply writes.
"""
