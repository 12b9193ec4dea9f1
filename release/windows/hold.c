/* hold FILE SHARING SECONDS: holds a file open as Excel does; SHARING 1 lets others read it, 0 nobody. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv) {
  if (argc != 4) return 2;
  HANDLE file = CreateFileW(argv[1], GENERIC_READ | GENERIC_WRITE, _wtoi(argv[2]), 0, OPEN_EXISTING, 0, 0);
  if (file == INVALID_HANDLE_VALUE) return 1;
  puts("held");
  fflush(stdout);
  Sleep(1000 * _wtoi(argv[3]));
  return 0;
}
