#include "app/demo/live_cases.hpp"

namespace kulla::app::demo {
namespace {

std::vector<LiveCase> make() {
  return {
      {.before = hours(46),
       .region = "prizren",
       .officer = 1,
       .body = R"({"region":"prizren","municipality":"prizren","danger":"yes","women":1,
                   "signs":["papers-held","cannot-leave"],"place":"Lokal afër tregut të vjetër, kati i dytë",
                   "note":"Nuk e ka pasaportën; e mban pronari. Flet pak anglisht."})",
       .answers = {{"prosecutor", minutes(6)}, {"vau", minutes(35)}, {"csw", minutes(50)}}},
      {.before = hours(29),
       .region = "peja",
       .officer = 2,
       .body = R"({"region":"peja","municipality":"istog","danger":"unknown","women":2,"signs":["controlled","fear"],
                   "place":"Kuća iza benzinske pumpe, glavni put","note":"Dve žene, jedna ne sme da govori sama."})",
       .answers = {{"prosecutor-backup", minutes(26)}, {"vau", minutes(61)}, {"csw", hours(3)}}},
      {.before = hours(21),
       .region = "prishtina",
       .officer = 1,
       .body = R"({"region":"prishtina","municipality":"fushe-kosove","danger":"yes","women":9,"unsure":5,"about":true,
                   "signs":["papers-held","cannot-leave","owes-debt"],"place":"Night club on the road to the airport",
                   "note":"Raid. Counting goes on; interpreters for Romanian and Ukrainian are needed."})",
       .answers = {{"prosecutor", minutes(4)}, {"vau", minutes(20)}, {"csw", minutes(25)}}},
      {.before = hours(20),
       .region = "gjilan",
       .officer = 2,
       .body = R"({"region":"gjilan","municipality":"viti","danger":"no","children":1,"signs":["child-in-venue","fear"],
                   "place":"Stacioni i autobusëve","note":"Fëmijë që lyp; një i rritur e pret te kioska."})",
       .answers = {{"prosecutor", minutes(11)}, {"csw", minutes(18)}, {"vau", minutes(40)}}},
      {.before = hours(18),
       .region = "ferizaj",
       .officer = 2,
       .body = R"({"region":"ferizaj","municipality":"kacanik","danger":"unknown","men":33,"about":true,
                   "signs":["owes-debt","cannot-leave"],"place":"Building site above the river",
                   "note":"They sleep in containers; nobody has been paid since spring."})",
       .answers = {{"prosecutor", minutes(55)}, {"vau", hours(2)}}},
      {.before = hours(16),
       .region = "mitrovica",
       .officer = 1,
       .body = R"({"region":"mitrovica","municipality":"zvecan","danger":"unknown","women":1,"signs":["injuries"],
                   "place":"Апартман код моста","note":"Чека у амбуланти; неће да каже ко ју је довео."})",
       .answers = {{"prosecutor-special", minutes(97)}, {"vau", hours(3)}}},
      {.before = hours(13),
       .region = "prishtina",
       .officer = 2,
       .body = R"({"region":"prishtina","municipality":"prishtine","danger":"yes","women":1,"children":1,
                   "signs":["controlled"],"place":"Banesë, hyrja e pasme","note":"Nënë me fëmijë të vogël."})",
       .answers = {{"prosecutor", minutes(3)}, {"csw", minutes(10)}, {"vau", minutes(15)}}},
      {.before = hours(11),
       .region = "prizren",
       .officer = 3,
       .body = R"({"region":"prizren","municipality":"suhareke","danger":"no","women":1,"signs":["owes-debt"],
                   "place":"Bar by the main road"})",
       .answers = {{"prosecutor", minutes(9)}, {"vau", minutes(30)}, {"csw-backup", minutes(70)}}},
      {.before = hours(9),
       .region = "gjilan",
       .officer = 1,
       .body = R"({"region":"gjilan","municipality":"kamenice","danger":"unknown","men":3,"signs":["papers-held"],
                   "place":"Serra në dalje të fshatit"})",
       .answers = {{"prosecutor", minutes(18)}}},
      {.before = hours(5),
       .region = "peja",
       .officer = 1,
       .body = R"({"region":"peja","municipality":"peje","danger":"yes","unsure":1,"signs":["fear","other"],
                   "note":"Telefononte prej një numri të fshehur; tha vetëm emrin e rrugës."})",
       .answers = {}},
      {.before = minutes(75),
       .region = "ferizaj",
       .officer = 1,
       .body = R"({"region":"ferizaj","municipality":"ferizaj","danger":"unknown","women":2,"signs":["cannot-leave"],
                   "place":"Hotel te rrethrrotullimi"})",
       .answers = {{"vau", minutes(22)}}},
      {.before = minutes(12),
       .region = "prishtina",
       .officer = 1,
       .body = R"({"region":"prishtina","municipality":"lipjan","danger":"yes","women":1,"signs":["injuries","fear"],
                   "place":"Pompë karburanti, autostrada"})",
       .answers = {}},
  };
}

}  // namespace

const std::vector<LiveCase>& live_cases() {
  static const std::vector<LiveCase> all = make();
  return all;
}

}  // namespace kulla::app::demo
