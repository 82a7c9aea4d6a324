CREATE TABLE sales (region int) PARTITION BY LIST (region) (
	PARTITION `far, far away` VALUES IN (1), PARTITION `b``tick here` VALUES IN (2), PARTITION near VALUES IN (3));
