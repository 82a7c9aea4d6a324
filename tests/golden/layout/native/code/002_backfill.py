print("-- pawl:transaction maybe")
