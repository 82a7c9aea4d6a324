CREATE TABLE author (
    id integer NOT NULL,
    best integer,
    CONSTRAINT author_pkey PRIMARY KEY (id)
);
CREATE TABLE book (
    id integer NOT NULL,
    author integer NOT NULL,
    CONSTRAINT book_pkey PRIMARY KEY (id)
);
ALTER TABLE author ADD CONSTRAINT author_best_fkey FOREIGN KEY (best) REFERENCES book(id);
ALTER TABLE book ADD CONSTRAINT book_author_fkey FOREIGN KEY (author) REFERENCES author(id);
