# it's a comment; with a quote
DELIMITER //
# another's
CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN # don't;
  SET @a = 1;
END//
DELIMITER ;
# last