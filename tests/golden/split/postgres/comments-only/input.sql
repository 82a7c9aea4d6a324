-- nothing
/* at
 all; */
  -- here