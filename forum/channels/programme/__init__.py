"""The programme as data: themes, cities, organisations and fixed channels from an operator's file.

`parse` reads a file, `difference` compares it with the database, `load` makes the database agree.
"""
