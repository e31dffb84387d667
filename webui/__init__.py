"""The web instrument: Django project and application in one package.

Nothing is imported here: a decode worker uses a few modules of this package and must stay small.
"""
