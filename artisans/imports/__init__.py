"""The import of registry lists: reading, understanding, matching, staging and storing them.

`reading`, `layout`, `columns`, `values`, `people`, `places`, `activities`, `records`,
`duplicates` and `checking` are plain Python without Django; `staging` and `storing` meet the
database; `messages` holds the sentences that people read.
"""
