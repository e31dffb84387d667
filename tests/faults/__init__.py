"""What strangers, full disks and wrong clocks may do to a running instrument, and what it keeps."""
