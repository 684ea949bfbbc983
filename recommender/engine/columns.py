"""The column names of every table that goes into the engine, in one place."""

USER = "user_id"
ITEM = "item_id"
# How it went, in [-1, 1]: 1 liked, between 0 and 1 done, 0 or below met and not liked.
VALUE = "value"
# Days as a float, or whole seconds: only differences and order are used. May be missing.
TIME = "time"
# Which group of members a row belongs to, when evidence is gathered in parts. Optional.
SHARD = "shard"

INTERACTIONS = (USER, ITEM, VALUE)
