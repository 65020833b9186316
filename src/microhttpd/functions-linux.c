/*
 * Loads libmicrohttpd with dlopen(), by the name that a linker would have written into the program.
 * An ELF note tells packagers of the dependency ("ELF Notes for dlopen()" of the UAPI Group);
 * Debian's and Fedora's tools read it.
 */
#include <dlfcn.h>
#include <stdint.h>

#include "microhttpd/functions.h"

/* The name is the same for every version that meson.build accepts, 1.0 included. */
#define SONAME "libmicrohttpd.so.12"
#define NOTE                                                                                       \
	"[{\"soname\":[\"" SONAME "\"],\"feature\":\"server\",\"priority\":\"required\","          \
	"\"description\":\"serve, record and pingpong\"}]"

enum { NOTE_TYPE = 0x407c0c0a };

/*
 * The layout of an ELF note. The alignment is stated, since the compiler could choose a larger one.
 */
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
			error, "'%s' has no '%s': install a newer libmicrohttpd", SONAME, name);
	*(void **)ret_function = address; /* POSIX allows this conversion (dlsym(3)) */
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
