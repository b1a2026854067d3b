// TensorFlow greets with lines on stderr while it is being loaded, before it reads TF_CPP_MIN_LOG_LEVEL. This is a
// library of its own, of which the constructors run before TensorFlow's. Errors still appear; the user sees the rest
// by setting TF_CPP_MIN_LOG_LEVEL=0. The symbol is weak because its name carries a version.
#include <cstdlib>

extern "C" void set_minimum_log_level(int severity)
    __asm__("_ZN4absl12lts_2025081412log_internal17RawSetMinLogLevelENS0_18LogSeverityAtLeastE") __attribute__((weak));

namespace {

struct Quiet {
  Quiet() {
    const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
    if (set_minimum_log_level != nullptr) set_minimum_log_level(level == nullptr ? 2 : std::atoi(level));
  }
} quiet;

}  // namespace
