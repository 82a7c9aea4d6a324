from yoyo import step
