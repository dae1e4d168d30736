/*
 * Files that wait to be imported: few, of who sent them, used by one at a time, and gone when they are old.
 */
#include "api/uploads.h"

#include <unistd.h>

#include "test.h"

static struct upload *keep(struct uploads *uploads, const char *actor, int64_t now_ms)
{
    struct file file = FILE_CLOSED;
    struct upload *upload = NULL;
    struct error err = ERROR_NONE;
    assert_int_equal(file_scratch(NULL, &file, &err), STATUS_OK);
    assert_int_equal(file_append(&file, TEXT("Naam\nNoor\n"), &err), STATUS_OK);
    enum status status =
        uploads_keep(uploads, &file, text_from(actor), TEXT("crm"), TEXT("a.csv"), now_ms, &upload, &err);
    assert_int_equal(status == STATUS_OK, upload != NULL);
    assert_int_equal(file.fd == -1, status == STATUS_OK); /* it was taken over, or is still ours */
    file_close(&file);
    return upload;
}

static enum status take(struct uploads *uploads, const char *id, const char *actor, int64_t now_ms, struct upload **ret)
{
    return uploads_take(uploads, text_from(id), text_from(actor), now_ms, ret, NULL);
}

static void only_who_sent_it_has_it_and_one_at_a_time(void **state)
{
    struct uploads uploads;
    struct upload *again = NULL;
    uploads_init(&uploads, "", 1000);
    struct upload *one = keep(&uploads, "noor", 1);
    assert_int_equal(strlen(one->id), UPLOAD_ID_LEN);
    assert_int_equal(take(&uploads, one->id, "noor", 1, &again), STATUS_CONFLICT);
    uploads_release(&uploads, one);
    assert_int_equal(take(&uploads, one->id, "bram", 1, &again), STATUS_NOT_FOUND);
    assert_int_equal(take(&uploads, "", "noor", 1, &again), STATUS_NOT_FOUND);
    assert_int_equal(take(&uploads, one->id, "noor", 1, &again), STATUS_OK);
    assert_ptr_equal(again, one);
    char path[UPLOAD_PATH_LEN], id[UPLOAD_ID_LEN + 1];
    upload_path(one, path);
    assert_true(file_exists(path));
    snprintf(id, sizeof(id), "%s", one->id);
    uploads_drop(&uploads, one);
    assert_int_equal(take(&uploads, id, "noor", 1, &again), STATUS_NOT_FOUND);
    uploads_done(&uploads);
}

static void the_oldest_makes_room_unless_somebody_is_busy_with_it(void **state)
{
    struct uploads uploads;
    struct upload *found = NULL, *all[UPLOADS_KEPT_MAX];
    char ids[UPLOADS_KEPT_MAX][UPLOAD_ID_LEN + 1];
    uploads_init(&uploads, "", 1000);
    for (int i = 0; i < UPLOADS_KEPT_MAX; i++) {
        all[i] = keep(&uploads, "noor", 100 + i);
        snprintf(ids[i], sizeof(ids[i]), "%s", all[i]->id);
    }
    assert_null(keep(&uploads, "noor", 200)); /* all are busy */
    for (int i = 1; i < UPLOADS_KEPT_MAX; i++)
        uploads_release(&uploads, all[i]);
    assert_non_null(keep(&uploads, "noor", 200));
    assert_int_equal(take(&uploads, ids[0], "noor", 200, &found), STATUS_CONFLICT); /* the oldest, and busy */
    assert_int_equal(take(&uploads, ids[1], "noor", 200, &found), STATUS_NOT_FOUND);
    assert_int_equal(take(&uploads, ids[2], "noor", 200, &found), STATUS_OK);
    uploads_done(&uploads);
}

static void what_is_old_goes(void **state)
{
    struct uploads uploads;
    struct upload *found = NULL;
    char id[UPLOAD_ID_LEN + 1];
    uploads_init(&uploads, "", 1000);
    struct upload *one = keep(&uploads, "noor", 1000);
    snprintf(id, sizeof(id), "%s", one->id);
    uploads_release(&uploads, one);
    assert_int_equal(take(&uploads, id, "noor", 1000 + UPLOAD_KEPT_MS, &found), STATUS_OK);
    uploads_release(&uploads, found);
    assert_int_equal(take(&uploads, id, "noor", 1001 + UPLOAD_KEPT_MS, &found), STATUS_NOT_FOUND);
    uploads_done(&uploads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_who_sent_it_has_it_and_one_at_a_time),
        cmocka_unit_test(the_oldest_makes_room_unless_somebody_is_busy_with_it),
        cmocka_unit_test(what_is_old_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
