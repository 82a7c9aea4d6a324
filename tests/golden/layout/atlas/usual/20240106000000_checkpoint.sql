-- atlas:checkpoint v1

CREATE TABLE all_of_it (id int);
