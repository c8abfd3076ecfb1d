"""What goes wrong around us, one file a fault: ``make faults`` plays them at length, ``make test`` briefly."""
