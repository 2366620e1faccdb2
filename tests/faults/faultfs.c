/*
 * faultfs: an LD_PRELOAD shim that stands between a process and the disk.
 *
 * Every call that changes a file below one folder is a "point", numbered from 1: creating or emptying open, write, pwrite, ftruncate,
 * fsync, fdatasync, unlink, rename. At a chosen point the shim kills the process (kill -9, optionally after half of the
 * write), makes the call fail with a chosen errno (once, or from then on), or swallows syncs as a lying disk does. It can
 * also record all calls with their data, so that power loss can be replayed from the record. Told to, it counts and fails
 * the reads of those files instead: read, pread.
 *
 * SQLite's and Node's synchronous file calls go through these libc functions; mapped memory (SQLite's -shm) and io_uring
 * do not, and are not seen.
 *
 *   FAULTFS_UNDER=DIR       watched folder, absolute, without symbolic links
 *   FAULTFS_RECORD=FILE     where to record; FILE lies outside DIR
 *   FAULTFS_ACKS=FILE       writes to it are recorded as acknowledgements and are no points
 *   FAULTFS_KILL_AT=N       die before point N
 *   FAULTFS_FAIL_AT=N       point N fails with FAULTFS_ERRNO; with FAULTFS_STICKY=1 all later ones too
 *   FAULTFS_READS=1         points are the reads, and nothing else is one
 *   FAULTFS_TEAR=1          let half of a write through before dying or failing
 *   FAULTFS_DROP_SYNC=1     syncs succeed without doing anything
 *
 * A running process may change the plan by opening a path below /faultfs/ (what it reads there is the number of points
 * counted so far, then kind and path of the last call that was made to fail): /faultfs/points ·
 * /faultfs/fail/N/ERRNO/STICKY/TEAR/READS · /faultfs/clear. The last two count from 0 again.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FD 4096

/* Numbers of the record's format; tests/helpers/fault-record.ts reads them. */
enum kind { CREATE = 1, WRITE, TRUNCATE, SYNC, UNLINK, RENAME, ACK, READ };

struct record {
  uint32_t kind;
  uint32_t path_length;
  uint64_t offset; /* of a write; new length of a truncate */
  uint64_t data_length;
};

struct plan {
  long kill_at;
  long fail_at;
  int error;
  int sticky;
  int tear;
  int reads;
  int drop_sync;
};

static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);

static const char *under;
static size_t under_length;
static const char *acks;
static int record_fd = -1;
static struct plan plan;
static long points;
static enum kind failed_kind;
static char failed_path[PATH_MAX];

/* Path of each open file that is watched, relative to the folder ("" is the folder itself); NULL for others. */
static char *paths[MAX_FD];
/* Which file that was: not every close goes through libc (Node's own does not), and numbers are given again. */
static struct stat files[MAX_FD];
static int is_acks[MAX_FD];

/* Held over counting, recording and the call itself, so that the record's order is the order on disk. */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* ---- start ------------------------------------------------------------------------------------------------------ */

static long number_from(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

static void find_real_calls(void) {
  real_read = dlsym(RTLD_NEXT, "read");
  real_pread = dlsym(RTLD_NEXT, "pread64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
}

static void read_plan(void) {
  under = getenv("FAULTFS_UNDER");
  under_length = under ? strlen(under) : 0;
  acks = getenv("FAULTFS_ACKS");
  plan.kill_at = number_from("FAULTFS_KILL_AT");
  plan.fail_at = number_from("FAULTFS_FAIL_AT");
  plan.error = (int)number_from("FAULTFS_ERRNO");
  plan.sticky = (int)number_from("FAULTFS_STICKY");
  plan.tear = (int)number_from("FAULTFS_TEAR");
  plan.reads = (int)number_from("FAULTFS_READS");
  plan.drop_sync = (int)number_from("FAULTFS_DROP_SYNC");
}

static void start(void) {
  find_real_calls();
  read_plan();
  const char *file = getenv("FAULTFS_RECORD");
  if (file) record_fd = real_open(file, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
}

static void enter(void) {
  pthread_once(&once, start);
  pthread_mutex_lock(&order);
}

static void leave(void) {
  int kept = errno;
  pthread_mutex_unlock(&order);
  errno = kept;
}

/* ---- which files are watched ------------------------------------------------------------------------------------- */

/* Path relative to the watched folder, or NULL when it lies elsewhere. */
static const char *watched(const char *path) {
  if (!under || strncmp(path, under, under_length) != 0) return NULL;
  if (path[under_length] == '\0') return path + under_length;
  return path[under_length] == '/' ? path + under_length + 1 : NULL;
}

static void forget(int fd) {
  if (fd < 0 || fd >= MAX_FD) return;
  free(paths[fd]);
  paths[fd] = NULL;
  is_acks[fd] = 0;
}

static void remember(int fd, const char *path) {
  if (fd < 0) return;
  const char *inside = watched(path);
  int is_ack = acks && strcmp(path, acks) == 0;
  if (fd >= MAX_FD) {
    /* Silently not watching a file would make a sweep blind. */
    if (inside || is_ack) abort();
    return;
  }
  forget(fd);
  if (inside && fstat(fd, &files[fd]) == 0) paths[fd] = strdup(inside);
  is_acks[fd] = is_ack;
}

static const char *path_of(int fd) {
  if (fd < 0 || fd >= MAX_FD || !paths[fd]) return NULL;
  struct stat now;
  if (fstat(fd, &now) == 0 && now.st_dev == files[fd].st_dev && now.st_ino == files[fd].st_ino) return paths[fd];
  forget(fd);
  return NULL;
}

/* ---- record ------------------------------------------------------------------------------------------------------ */

static void record(enum kind kind, const char *path, uint64_t offset, const void *data, size_t length) {
  if (record_fd < 0) return;
  struct record head = {kind, (uint32_t)strlen(path), offset, length};
  struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path_length}, {(void *)data, length}};
  if (writev(record_fd, parts, 3) != (ssize_t)(sizeof head + head.path_length + length)) abort();
}

/* ---- points ------------------------------------------------------------------------------------------------------ */

/* A write that the plan may cut in half. `data` is NULL for calls that carry none. */
struct pending {
  int fd;
  const void *data;
  size_t length;
  off64_t offset; /* -1: at the file's own position */
};

static ssize_t carry_out(const struct pending *write, size_t length) {
  return write->offset < 0 ? real_write(write->fd, write->data, length)
                           : real_pwrite(write->fd, write->data, length, write->offset);
}

static void tear(const char *path, const struct pending *write) {
  if (!plan.tear || !write || write->length < 2) return;
  off64_t at = write->offset < 0 ? lseek64(write->fd, 0, SEEK_CUR) : write->offset;
  size_t half = write->length / 2;
  if (carry_out(write, half) == (ssize_t)half) record(WRITE, path, (uint64_t)at, write->data, half);
}

/* Counts one point. Does not return when this is where the process dies; true when the call has to fail. */
static int fails_here(enum kind kind, const char *path, const struct pending *write) {
  if ((kind == READ) != plan.reads) return 0;
  points++;
  if (points == plan.kill_at) {
    tear(path, write);
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  int fails = plan.fail_at > 0 && (points == plan.fail_at || (plan.sticky && points > plan.fail_at));
  if (!fails) return 0;
  /* A full disk takes part of the first write; after that it takes nothing. */
  if (points == plan.fail_at) tear(path, write);
  failed_kind = kind;
  snprintf(failed_path, sizeof failed_path, "%s", path);
  errno = plan.error;
  return 1;
}

/* ---- the plan changed from inside -------------------------------------------------------------------------------- */

static int is_control(const char *path) { return strncmp(path, "/faultfs/", 9) == 0; }

static int control(const char *path) {
  char answer[PATH_MAX + 64];
  int length = snprintf(answer, sizeof answer, "%ld %d %s", points, failed_kind, failed_path);
  struct plan next = {0};
  int is_plan =
      sscanf(path, "/faultfs/fail/%ld/%d/%d/%d/%d", &next.fail_at, &next.error, &next.sticky, &next.tear,
             &next.reads) == 5 ||
      strcmp(path, "/faultfs/clear") == 0;
  if (is_plan) {
    plan = next;
    points = 0;
    failed_kind = 0;
    failed_path[0] = '\0';
  } else if (strcmp(path, "/faultfs/points") != 0) {
    errno = ENOENT;
    return -1;
  }
  int fd = memfd_create("faultfs", MFD_CLOEXEC);
  if (fd >= 0 && real_pwrite(fd, answer, (size_t)length, 0) != length) abort();
  return fd;
}

/* ---- the calls --------------------------------------------------------------------------------------------------- */

/* What an open does to the disk by itself: makes the file, or empties it. */
enum effect { NO_EFFECT, CREATES, EMPTIES };

static enum effect effect_of(const char *path, int flags) {
  if (!watched(path)) return NO_EFFECT;
  if ((flags & O_CREAT) && access(path, F_OK) != 0) return CREATES;
  return (flags & O_TRUNC) ? EMPTIES : NO_EFFECT;
}

static int open_watched(const char *path, int flags, mode_t mode) {
  enum effect effect = effect_of(path, flags);
  enum kind kind = effect == CREATES ? CREATE : TRUNCATE;
  if (effect != NO_EFFECT && fails_here(kind, watched(path), NULL)) return -1;
  int fd = real_open(path, flags, mode);
  remember(fd, path);
  if (fd < 0 || effect == NO_EFFECT) return fd;
  record(kind, watched(path), 0, NULL, 0);
  return fd;
}

static int do_open(const char *path, int flags, mode_t mode) {
  enter();
  int fd = is_control(path) ? control(path) : open_watched(path, flags, mode);
  leave();
  return fd;
}

#define MODE_ARGUMENT(flags)                  \
  mode_t mode = 0;                            \
  if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) { \
    va_list rest;                             \
    va_start(rest, flags);                    \
    mode = va_arg(rest, mode_t);              \
    va_end(rest);                             \
  }

int open(const char *path, int flags, ...) {
  MODE_ARGUMENT(flags)
  return do_open(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_ARGUMENT(flags)
  return do_open(path, flags, mode);
}

int close(int fd) {
  enter();
  forget(fd);
  int result = real_close(fd);
  leave();
  return result;
}

/* Of a file that is not watched it must not hold the order: it may be a pipe, and wait for ever. */
static int is_watched(int fd) {
  enter();
  int known = path_of(fd) != NULL;
  leave();
  return known;
}

/* `offset` -1: at the file's own position. */
static ssize_t do_read(int fd, void *data, size_t length, off64_t offset) {
  if (!is_watched(fd)) return offset < 0 ? real_read(fd, data, length) : real_pread(fd, data, length, offset);
  enter();
  const char *path = path_of(fd);
  ssize_t result = -1;
  if (!path || !fails_here(READ, path, NULL))
    result = offset < 0 ? real_read(fd, data, length) : real_pread(fd, data, length, offset);
  leave();
  return result;
}

ssize_t read(int fd, void *data, size_t length) { return do_read(fd, data, length, -1); }

ssize_t pread(int fd, void *data, size_t length, off_t offset) { return do_read(fd, data, length, offset); }

ssize_t pread64(int fd, void *data, size_t length, off64_t offset) { return do_read(fd, data, length, offset); }

static ssize_t do_write(const struct pending *write) {
  enter();
  const char *path = path_of(write->fd);
  ssize_t result = -1;
  if (path && fails_here(WRITE, path, write)) {
    leave();
    return -1;
  }
  off64_t at = write->offset;
  if (path && at < 0) at = lseek64(write->fd, 0, SEEK_CUR);
  result = carry_out(write, write->length);
  if (path && result > 0) record(WRITE, path, (uint64_t)at, write->data, (size_t)result);
  if (result > 0 && write->fd >= 0 && write->fd < MAX_FD && is_acks[write->fd])
    record(ACK, "", 0, write->data, (size_t)result);
  leave();
  return result;
}

ssize_t write(int fd, const void *data, size_t length) {
  struct pending pending = {fd, data, length, -1};
  return do_write(&pending);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  struct pending pending = {fd, data, length, offset};
  return do_write(&pending);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  struct pending pending = {fd, data, length, offset};
  return do_write(&pending);
}

static int do_truncate(int fd, off64_t length) {
  enter();
  const char *path = path_of(fd);
  int result = -1;
  if (!path || !fails_here(TRUNCATE, path, NULL)) {
    result = real_ftruncate(fd, length);
    if (path && result == 0) record(TRUNCATE, path, (uint64_t)length, NULL, 0);
  }
  leave();
  return result;
}

int ftruncate(int fd, off_t length) { return do_truncate(fd, length); }

int ftruncate64(int fd, off64_t length) { return do_truncate(fd, length); }

static int do_sync(int fd, int (*real)(int)) {
  const char *path = path_of(fd);
  if (!path) return real(fd);
  if (fails_here(SYNC, path, NULL)) return -1;
  if (plan.drop_sync) return 0;
  int result = real(fd);
  if (result == 0) record(SYNC, path, 0, NULL, 0);
  return result;
}

int fsync(int fd) {
  enter();
  int result = do_sync(fd, real_fsync);
  leave();
  return result;
}

int fdatasync(int fd) {
  enter();
  int result = do_sync(fd, real_fdatasync);
  leave();
  return result;
}

int unlink(const char *path) {
  enter();
  const char *inside = watched(path);
  int result = -1;
  /* A file that is not there changes nothing: SQLite probes like that. */
  int matters = inside && access(path, F_OK) == 0;
  if (!matters || !fails_here(UNLINK, inside, NULL)) {
    result = real_unlink(path);
    if (matters && result == 0) record(UNLINK, inside, 0, NULL, 0);
  }
  leave();
  return result;
}

int rename(const char *from, const char *to) {
  enter();
  const char *inside = watched(from);
  const char *target = watched(to);
  int result = -1;
  if (!inside || !fails_here(RENAME, inside, NULL)) {
    result = real_rename(from, to);
    if (inside && target && result == 0) record(RENAME, inside, 0, target, strlen(target));
  }
  leave();
  return result;
}
