/* The functions that tui/commands.c names; each file cmd_NOUN.c has its
   noun's, with the options it takes. */
#ifndef TUI_HANDLERS_H
#define TUI_HANDLERS_H

#include "tui/command.h"

enum outcome help_run(struct cli *cli);
enum outcome migrate_run(struct cli *cli);
enum outcome config_run(struct cli *cli);
enum outcome stack_run(struct cli *cli);
enum outcome doctor_run(struct cli *cli);
enum outcome import_run(struct cli *cli);

enum outcome media_list(struct cli *cli);
enum outcome media_show(struct cli *cli);
enum outcome media_process_all(struct cli *cli);
enum outcome media_delete_all(struct cli *cli);

enum outcome movies_list(struct cli *cli);
enum outcome movies_show(struct cli *cli);
enum outcome trash_list_run(struct cli *cli);
enum outcome trash_restore_run(struct cli *cli);
enum outcome trash_delete_run(struct cli *cli);
enum outcome episodes_move_run(struct cli *cli);
enum outcome series_list(struct cli *cli);
enum outcome series_show(struct cli *cli);

enum outcome jobs_list(struct cli *cli);
enum outcome jobs_show(struct cli *cli);
enum outcome jobs_log(struct cli *cli);
enum outcome jobs_retry(struct cli *cli);
enum outcome jobs_cancel(struct cli *cli);

enum outcome queue_show(struct cli *cli);
enum outcome queue_pause_run(struct cli *cli);
enum outcome queue_resume_run(struct cli *cli);

enum outcome users_add(struct cli *cli);
enum outcome users_list(struct cli *cli);
enum outcome users_set_password(struct cli *cli);
enum outcome users_set_role(struct cli *cli);
enum outcome users_set_quota(struct cli *cli);
enum outcome users_disable(struct cli *cli);
enum outcome users_enable(struct cli *cli);

enum outcome tokens_add(struct cli *cli);
enum outcome tokens_list(struct cli *cli);
enum outcome tokens_revoke(struct cli *cli);

enum outcome webhooks_add(struct cli *cli);
enum outcome webhooks_list(struct cli *cli);
enum outcome webhooks_remove(struct cli *cli);
enum outcome webhooks_deliveries(struct cli *cli);

#endif
