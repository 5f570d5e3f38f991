//! What is behind a `Deep` is as if it were not.

use lossless::serde_json::json;
use lossless::{Deep, Instance, from_value, to_value};

#[derive(Clone, Debug)]
struct Leaf(Vec<i64>);

lossless::newtypes! { Leaf(Vec<i64>) }
lossless::deep! { Leaf }

#[derive(Clone, Debug)]
struct Twig(Vec<Deep<Leaf>>);

lossless::newtypes! { Twig(Vec<Deep<Leaf>>) }

#[test]
fn it_is_read_and_written_as_what_it_holds() {
    let value = json!([[1, 2], []]);
    let twig: Twig = from_value(value.clone()).expect("a twig");
    assert_eq!(twig, Twig(vec![Leaf(vec![1, 2]).into(), Leaf(vec![]).into()]));
    assert_eq!(to_value(&twig).expect("JSON"), value);
    assert_eq!(format!("{twig:?}"), "Twig([Leaf([1, 2]), Leaf([])])");
    assert_eq!(Deep::<Leaf>::TYPES, Leaf::TYPES);
}

#[test]
fn an_error_has_its_whole_path() {
    let error = from_value::<Twig>(json!([[], [1, "2"]])).expect_err("no integer");
    assert_eq!(error.path(), "/1/1");
}

#[test]
fn it_is_a_box() {
    let mut leaf = Deep::new(Leaf(vec![1]));
    let before = leaf.clone();
    leaf.0.push(2);
    assert_ne!(leaf, before);
    assert_eq!(leaf.into_inner(), Leaf(vec![1, 2]));
}

/// A value that is behind something else can be sent, whatever the compiler follows.
#[test]
fn it_can_be_sent() {
    fn sent<T: Send + Sync + 'static>(value: T) -> T {
        value
    }
    assert_eq!(sent(Deep::new(Leaf(vec![1]))).0, [1]);
}

/// What a `Value` can't hold goes through as well, and one that is untyped by itself is refused with its path.
#[test]
fn its_numbers_keep_their_digits() {
    #[derive(Clone, Debug)]
    struct Numbers(Vec<lossless::Number>);
    lossless::newtypes! { Numbers(Vec<lossless::Number>) }
    lossless::deep! { Numbers }
    for text in ["[1e400,3.14159265358979323846]", "[1,2.5]"] {
        let numbers: Vec<Deep<Numbers>> = lossless::from_str(&format!("[{text}]")).expect("numbers");
        assert_eq!(lossless::to_string(&numbers).expect("JSON"), format!("[{text}]"));
        let alone: Vec<Deep<Numbers>> = lossless::serde_json::from_str(&format!("[{text}]")).expect("numbers");
        assert_eq!(alone, numbers);
    }
}
