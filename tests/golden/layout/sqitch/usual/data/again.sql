SELECT :kind;
