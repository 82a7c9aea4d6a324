pub fn migration() {}
