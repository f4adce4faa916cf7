"""Measurements that compare: several engines, the same texts and questions, one run; `make bench` prints the tables.

Ratios within one run mean something on any machine; seconds do not.
"""
