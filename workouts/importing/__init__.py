"""Brings a history along from Strong, Hevy or FitNotes: detect → read → clean → match → report → write.

A source is a module with ``NAME``, ``LABEL``, ``REQUIRED``, ``recognises(columns)`` and ``read(columns,
number, cells)`` (:mod:`strong`, :mod:`hevy`, :mod:`fitnotes`). Everything else is the same for all:
:mod:`reading` bytes to a table, :mod:`headers` what its columns mean, :mod:`cleaning` rows to sets,
:mod:`catalogue` names to exercises, :mod:`plan` what would happen, :mod:`writing` what does, and
:mod:`actions` for pages and commands.
"""
