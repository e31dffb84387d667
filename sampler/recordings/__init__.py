"""Make a dataset from a folder of long recordings, and read it: any length in bounded memory."""
