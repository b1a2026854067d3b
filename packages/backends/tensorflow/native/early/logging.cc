// TensorFlow greets with lines on stderr while it is being loaded, before it reads TF_CPP_MIN_LOG_LEVEL. This is a
// library of its own, of which the constructors run before TensorFlow's. Until TensorFlow has started nothing appears:
// what goes wrong with a GPU is an error in JavaScript. Later errors appear. The user sees everything by setting
// TF_CPP_MIN_LOG_LEVEL=0. The symbol is weak because its name carries a version.
#include <cstdlib>

extern "C" void set_minimum_log_level(int severity)
    __asm__("_ZN4absl12lts_2025081412log_internal17RawSetMinLogLevelENS0_18LogSeverityAtLeastE") __attribute__((weak));

namespace {

constexpr int kErrors = 2, kFatalErrors = 3;

int wanted() {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  return level == nullptr ? kErrors : std::atoi(level);
}

void set(int level) {
  if (set_minimum_log_level != nullptr) set_minimum_log_level(level);
}

struct Quiet {
  Quiet() { set(wanted() < kErrors ? wanted() : kFatalErrors); }
} quiet;

}  // namespace

// To be called once TensorFlow has started.
extern "C" void attgan_log_errors() { set(wanted()); }
