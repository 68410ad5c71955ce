"""What référentes configure once: categories, type labels, motifs."""
