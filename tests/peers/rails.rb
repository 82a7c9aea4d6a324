# SPDX-License-Identifier: Apache-2.0
# usage: ruby rails.rb CONFIGURATION FOLDER migrate | rollback | status | dump FILE
#
# What Rails' db: tasks do, by the part of Rails that does it. CONFIGURATION is one
# of Active Record's as JSON, FOLDER that of the Ruby migrations.
require 'active_record'
require 'json'

config, folder, command, file = ARGV
ActiveRecord::Base.establish_connection(JSON.parse(config))
ActiveRecord::Base.schema_format = :sql
ActiveRecord::Migration.verbose = false
connection = ActiveRecord::Base.connection
context = ActiveRecord::MigrationContext.new(folder, ActiveRecord::SchemaMigration)

case command
when 'migrate' then context.migrate
when 'rollback' then context.rollback(1)
when 'status' then context.migrations_status.each { |s| puts s.first(2).join(' ') }
when 'dump'
  # As db:schema:dump does it: the engine's own dump, and then the versions.
  tasks = ActiveRecord::Tasks::DatabaseTasks
  tasks.root = Dir.pwd
  tasks.db_dir = File.dirname(file)
  tasks.structure_dump(JSON.parse(config), file)
  File.open(file, 'a') { |f| f.puts connection.dump_schema_information }
end
