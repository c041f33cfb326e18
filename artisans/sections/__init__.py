"""What the sections of a business's record page show: one module each, one `section` function.

A section is a template `artisans/_record_<name>.html` that reads only what its function here
returns, under the name `section`. Each takes at most the queries its docstring names, so that a
tab of the record stays within twelve.
"""
