//! Panics of the generator: told as diagnostics, not as traces across each other.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};

/// The name of the threads on which the generator runs.
pub const GENERATOR: &str = "generator";

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics on generator threads print nothing, as [`catch`] tells them; with `RUST_BACKTRACE`
/// they print as usual. For the whole process.
pub fn keep_generators_quiet() {
    let usual = take_hook();
    let traces = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(|location| format!(" ({location})"));
        PLACE.with_borrow_mut(|last| *last = place);
        if traces || std::thread::current().name() != Some(GENERATOR) {
            usual(panic);
        }
    }));
}

/// Runs the work; what a panic said and, with [`keep_generators_quiet`], where.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let place = PLACE.with_borrow_mut(Option::take).unwrap_or_default();
        format!("{}{place}", message(payload.as_ref()))
    })
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or(payload.downcast_ref::<&str>().copied());
    text.unwrap_or("a value that is no text")
}

#[cfg(test)]
mod tests {
    use super::catch;

    #[test]
    fn a_panic_becomes_its_message() {
        assert_eq!(catch(|| 1), Ok(1));
        assert_eq!(catch(|| panic!("plain")), Err::<(), _>("plain".to_owned()));
        assert_eq!(catch(|| panic!("{}", 7)), Err::<(), _>("7".to_owned()));
    }
}
