# Ruby
