"""The only way out: pages of other sites are fetched from checked addresses, bounded in time and size."""
