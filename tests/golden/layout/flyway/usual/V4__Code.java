class V4__Code {}
