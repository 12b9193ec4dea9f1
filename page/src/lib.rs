//! The core behind a page: bytes in, JSON and bytes out, over four plain functions that any WebAssembly host can call.
//!
//! A host writes a command as JSON to [`input`], behind it the files it is about, and asks for the [`answer`]: output 0 is
//! JSON, the others are files. One instance works on one folder. A file that brings the instance down is the host's to
//! notice: it begins a new one, and names the file with [`Command::Crashed`].

mod command;
mod desk;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use desk::Desk;
use serde_json::json;

thread_local! {
    static INPUTS: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
    static OUTPUTS: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Room for one input of so many bytes, which the host writes before it calls anything else.
#[unsafe(no_mangle)]
pub extern "C" fn input(n_bytes: usize) -> *mut u8 {
    INPUTS.with_borrow_mut(|inputs| {
        inputs.push(vec![0; n_bytes]);
        inputs.last_mut().map_or(std::ptr::null_mut(), |input| input.as_mut_ptr())
    })
}

/// Does what the first input asks for with the others; returns how many outputs there are.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    let inputs = INPUTS.take();
    let outputs = catch_unwind(AssertUnwindSafe(|| answered(inputs)));
    let outputs = outputs.unwrap_or_else(|_| vec![json!({ "crashed": true }).to_string().into_bytes()]);
    let n_outputs = outputs.len();
    OUTPUTS.set(outputs);
    n_outputs
}

/// Where an output begins; valid until the next call of [`answer`].
#[unsafe(no_mangle)]
pub extern "C" fn output(n: usize) -> *const u8 {
    OUTPUTS.with_borrow(|outputs| outputs.get(n).map_or(std::ptr::null(), |output| output.as_ptr()))
}

/// How many bytes an output has.
#[unsafe(no_mangle)]
pub extern "C" fn output_len(n: usize) -> usize {
    OUTPUTS.with_borrow(|outputs| outputs.get(n).map_or(0, Vec::len))
}

fn answered(mut inputs: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let files = inputs.split_off(inputs.len().min(1));
    let command = inputs.first().map(|json| serde_json::from_slice(json));
    let answer = match command {
        Some(Ok(command)) => DESK.with_borrow_mut(|desk| desk.answer(command, &files)),
        Some(Err(error)) => desk::Answer::failed(error),
        None => desk::Answer::failed("no command"),
    };
    answer.into_outputs()
}
