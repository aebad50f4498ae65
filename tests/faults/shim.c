/* Stands between a process and the C library: counts the calls that open or alter
   files below one folder, and lets one of them fail, or ends the process there.

   Loaded by LD_PRELOAD, so it reaches Python, SQLite and Tantivy alike. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[4096];
static size_t folder_length;
static atomic_long steps;
static long act_at;
static int act_error; /* 0: only count; negative: die */
static int is_lasting;
static char acted[4400];

/* What Python calls. */

void faults_arm(const char *path, long at, int error, int lasting) {
    folder_length = 0;
    strncpy(folder, path, sizeof folder - 1);
    act_at = at;
    act_error = error;
    is_lasting = lasting;
    acted[0] = 0;
    atomic_store(&steps, 0);
    folder_length = strlen(folder);
}

void faults_disarm(void) { folder_length = 0; }
long faults_steps(void) { return atomic_load(&steps); }
const char *faults_acted(void) { return acted; }

/* Whether a call is of interest, and what becomes of it. */

static int is_below(const char *path) {
    return folder_length && strncmp(path, folder, folder_length) == 0;
}

static int path_of(int descriptor, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, size - 1);
    path[length > 0 ? length : 0] = 0;
    return length > 0;
}

static int is_met(const char *call, const char *path) {
    long step = atomic_fetch_add(&steps, 1) + 1;
    int is_due = step == act_at || (is_lasting && step > act_at);
    if (!act_error || !is_due)
        return 0;
    if (step == act_at)
        snprintf(acted, sizeof acted, "%s %s", call, path);
    if (act_error < 0)
        syscall(SYS_kill, getpid(), SIGKILL);
    errno = act_error;
    return 1;
}

static int fails(const char *call, int base, const char *path) {
    char place[4096];
    if (!folder_length || !path)
        return 0;
    if (path[0] == '/' || base == AT_FDCWD)
        return is_below(path) && is_met(call, path);
    if (!path_of(base, place, sizeof place) || !is_below(place))
        return 0;
    return is_met(call, path);
}

static int fails_on(const char *call, int descriptor) {
    char place[4096];
    if (!folder_length || !path_of(descriptor, place, sizeof place) || !is_below(place))
        return 0;
    return is_met(call, place);
}

#define REAL(type, name, ...)                                  \
    static type (*real)(__VA_ARGS__);                          \
    if (!real)                                                 \
        real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define ON_PATH(name)                                          \
    int name(const char *path) {                               \
        REAL(int, name, const char *);                         \
        return fails(#name, AT_FDCWD, path) ? -1 : real(path); \
    }

#define ON_DESCRIPTOR(name)                                    \
    int name(int descriptor) {                                 \
        REAL(int, name, int);                                  \
        return fails_on(#name, descriptor) ? -1 : real(descriptor); \
    }

#define ON_OPEN(name)                                          \
    int name(const char *path, int flags, ...) {               \
        REAL(int, name, const char *, int, ...);               \
        va_list rest;                                          \
        va_start(rest, flags);                                 \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                          \
        return fails("open", AT_FDCWD, path) ? -1 : real(path, flags, mode); \
    }

#define ON_OPENAT(name)                                        \
    int name(int base, const char *path, int flags, ...) {     \
        REAL(int, name, int, const char *, int, ...);          \
        va_list rest;                                          \
        va_start(rest, flags);                                 \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                          \
        return fails("open", base, path) ? -1 : real(base, path, flags, mode); \
    }

#define ON_TWO_PATHS(name)                                     \
    int name(const char *old, const char *new) {               \
        REAL(int, name, const char *, const char *);           \
        return fails(#name, AT_FDCWD, new) ? -1 : real(old, new); \
    }

#define ON_LENGTH(name, type)                                  \
    int name(int descriptor, type length) {                    \
        REAL(int, name, int, type);                            \
        return fails_on("truncate", descriptor) ? -1 : real(descriptor, length); \
    }

ON_OPEN(open)
ON_OPEN(open64)
ON_OPENAT(openat)
ON_OPENAT(openat64)
ON_PATH(unlink)
ON_PATH(rmdir)
ON_DESCRIPTOR(fsync)
ON_DESCRIPTOR(fdatasync)
ON_TWO_PATHS(rename)
ON_TWO_PATHS(link)
ON_LENGTH(ftruncate, off_t)
ON_LENGTH(ftruncate64, off64_t)

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return fails("mkdir", AT_FDCWD, path) ? -1 : real(path, mode);
}

int unlinkat(int base, const char *path, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    return fails("unlink", base, path) ? -1 : real(base, path, flags);
}

int linkat(int base, const char *old, int at, const char *new, int flags) {
    REAL(int, linkat, int, const char *, int, const char *, int);
    return fails("link", at, new) ? -1 : real(base, old, at, new, flags);
}

int renameat(int base, const char *old, int at, const char *new) {
    REAL(int, renameat, int, const char *, int, const char *);
    return fails("rename", at, new) ? -1 : real(base, old, at, new);
}

int renameat2(int base, const char *old, int at, const char *new, unsigned flags) {
    REAL(int, renameat2, int, const char *, int, const char *, unsigned);
    return fails("rename", at, new) ? -1 : real(base, old, at, new, flags);
}

ssize_t write(int descriptor, const void *data, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    return fails_on("write", descriptor) ? -1 : real(descriptor, data, size);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    return fails_on("write", descriptor) ? -1 : real(descriptor, parts, count);
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t at) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return fails_on("write", descriptor) ? -1 : real(descriptor, data, size, at);
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    return fails_on("write", descriptor) ? -1 : real(descriptor, data, size, at);
}

ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    REAL(ssize_t, sendfile, int, int, off_t *, size_t);
    return fails_on("write", to) ? -1 : real(to, from, at, size);
}

ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
    return fails_on("write", to) ? -1 : real(to, from, at, size);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *place, size_t size,
                        unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);
    return fails_on("write", to) ? -1 : real(from, at, to, place, size, flags);
}
