/*
 * dlopen() of the library by the name that a linker would have written into the program, and the
 * note that tells packagers so: "ELF Notes for dlopen()" of the UAPI Group, which Debian's and
 * Fedora's tools turn into the package's dependency.
 */
#include <dlfcn.h>
#include <stdint.h>

#include "microhttpd/functions.h"

/* Of every version that meson.build takes, 1.0 included. */
#define SONAME "libmicrohttpd.so.12"
#define NOTE                                                                                       \
	"[{\"soname\":[\"" SONAME "\"],\"feature\":\"server\",\"priority\":\"required\","          \
	"\"description\":\"serve, record and pingpong\"}]"

enum { NOTE_TYPE = 0x407c0c0a };

/* Laid out as an ELF note; the alignment keeps the compiler from choosing a larger one. */
__attribute__((used, section(".note.dlopen"))) _Alignas(uint32_t) static const struct {
	uint32_t vendor_size, note_size, type;
	char vendor[4];
	_Alignas(uint32_t) char note[sizeof(NOTE)];
} dlopen_note = { sizeof("FDO"), sizeof(NOTE), NOTE_TYPE, "FDO", NOTE };

static bool find(void *library, const char *name, void *ret_function, struct error *error)
{
	void *address = dlsym(library, name);
	if (!address)
		return error_set(
			error, "'" SONAME "' has no '%s': install a newer libmicrohttpd", name);
	*(void **)ret_function = address; /* POSIX: a function's address fits */
	return true;
}

bool microhttpd_load(struct microhttpd *ret_http, struct error *error)
{
	void *library = dlopen(SONAME, RTLD_LAZY | RTLD_LOCAL);
	if (!library)
		return error_set(error, "cannot load libmicrohttpd, which serves: %s", dlerror());
#define FIND(name)                                                                                 \
	if (!find(library, "MHD_" #name, &ret_http->name, error))                                  \
		return false;
	MICROHTTPD_FUNCTIONS(FIND)
#undef FIND
	return true;
}
