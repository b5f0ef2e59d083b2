/* From settings to a database. */
#include "config.h"

#include "house/house.h"

struct db *
house_db(void *mem, const struct settings *settings)
{
	struct db_target target = {
		.socket = settings->database_socket,
		.host = settings->database_host,
		.port = (unsigned int)settings->database_port,
		.name = settings->database_name,
		.user = settings->database_user,
		.password = settings->database_password,
	};

	return db_new(mem, &target);
}
