defmodule M do end
