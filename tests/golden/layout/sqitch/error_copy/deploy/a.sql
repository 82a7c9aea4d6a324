\copy a from program 'date'
