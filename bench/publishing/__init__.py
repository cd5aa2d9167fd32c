"""A world in which posts are published: a store, platforms and clocks that a seed decides about."""
