#include "app/demo/offices.hpp"

#include <fmt/format.h>

#include "crypto/hash.hpp"
#include "keys/words.hpp"

namespace kulla::app::demo {
namespace {

using directory::Agency;
using directory::Code;
using directory::Duty;
using directory::headquarters;
using directory::Role;

/// One region's people: the unit's commander and officers, the duty prosecutors, the centre for social work.
struct Region {
  Code code;
  std::string_view name;
  std::vector<Worker> police;
  std::vector<Worker> prosecutors;
  std::vector<Worker> social_workers;
};

std::vector<Region> regions() {
  return {{.code = "prishtina",
           .name = "Prishtina",
           .police = {{"vlora.lisaj", "Vlora Lisaj", Role::commander},
                      {"arben.dushku", "Arben Dushku", Role::officer},
                      {"teuta.gurakaj", "Teuta Gurakaj", Role::officer},
                      {"nenad.lipovac", "Nenad Lipovac", Role::officer}},
           .prosecutors = {{"drita.mollaj", "Drita Mollaj", Role::prosecutor},
                           {"petrit.vreshta", "Petrit Vreshta", Role::prosecutor},
                           {"ana.javoric", "Ana Javorić", Role::prosecutor}},
           .social_workers = {{"zana.rejaj", "Zana Rejaj", Role::social_worker},
                              {"sokol.furtunaj", "Sokol Furtunaj", Role::social_worker},
                              {"ivana.malinic", "Ivana Malinić", Role::social_worker}}},
          {.code = "prizren",
           .name = "Prizren",
           .police = {{"burim.shkembaj", "Burim Shkëmbaj", Role::commander},
                      {"dafina.livadhi", "Dafina Livadhi", Role::officer},
                      {"emre.sogutlu", "Emre Söğütlü", Role::officer},
                      {"kushtrim.zallaj", "Kushtrim Zallaj", Role::officer}},
           .prosecutors = {{"gresa.grunaj", "Gresa Grunaj", Role::prosecutor},
                           {"leotrim.elbi", "Leotrim Elbi", Role::prosecutor},
                           {"aylin.cinarli", "Aylin Çınarlı", Role::prosecutor}},
           .social_workers = {{"elira.rrufeja", "Elira Rrufeja", Role::social_worker},
                              {"nusret.sarplanac", "Nusret Šarplanac", Role::social_worker},
                              {"merita.ylberaj", "Merita Ylberaj", Role::social_worker}}},
          {.code = "peja",
           .name = "Peja",
           .police = {{"lirije.kodralaj", "Lirije Kodralaj", Role::commander},
                      {"fatos.mullaj", "Fatos Mullaj", Role::officer},
                      {"amila.brezic", "Amila Brezić", Role::officer},
                      {"gent.blinaj", "Gent Blinaj", Role::officer}},
           .prosecutors = {{"hana.thekra", "Hana Thekra", Role::prosecutor},
                           {"ardian.melaj", "Ardian Melaj", Role::prosecutor},
                           {"edin.ljesnik", "Edin Lješnik", Role::prosecutor}},
           .social_workers = {{"besa.agimaj", "Besa Agimaj", Role::social_worker},
                              {"safet.brezovik", "Safet Brezovik", Role::social_worker},
                              {"lule.krojaj", "Lule Krojaj", Role::social_worker}}},
          {.code = "gjilan",
           .name = "Gjilan",
           .police = {{"shpresa.fieraj", "Shpresa Fieraj", Role::commander},
                      {"agron.pishaj", "Agron Pishaj", Role::officer},
                      {"jelena.jasenic", "Jelena Jasenić", Role::officer},
                      {"driton.thupraj", "Driton Thupraj", Role::officer}},
           .prosecutors = {{"bardha.terfilaj", "Bardha Tërfilaj", Role::prosecutor},
                           {"valon.lulaj", "Valon Lulaj", Role::prosecutor},
                           {"dragana.kestenovic", "Dragana Kestenović", Role::prosecutor}},
           .social_workers = {{"flutura.prronaj", "Flutura Prronaj", Role::social_worker},
                              {"milica.vrbaski", "Milica Vrbaški", Role::social_worker},
                              {"rinor.luginaj", "Rinor Luginaj", Role::social_worker}}},
          {.code = "mitrovica",
           .name = "Mitrovica",
           .police = {{"milan.brestovac", "Милан Брестовац", Role::commander},
                      {"valdete.arrezaj", "Valdete Arrëzaj", Role::officer},
                      {"zoran.dubravac", "Zoran Dubravac", Role::officer},
                      {"besart.vidhaj", "Besart Vidhaj", Role::officer}},
           .prosecutors = {{"marko.trnavac", "Марко Трнавац", Role::prosecutor},
                           {"njomza.trendaj", "Njomza Trëndaj", Role::prosecutor},
                           {"liridon.manushaj", "Liridon Manushaj", Role::prosecutor}},
           .social_workers = {{"stefan.borovnjak", "Стефан Боровњак", Role::social_worker},
                              {"majlinda.shpellaj", "Majlinda Shpellaj", Role::social_worker},
                              {"ajkuna.guraj", "Ajkuna Guraj", Role::social_worker}}},
          {.code = "ferizaj",
           .name = "Ferizaj",
           .police = {{"skender.shegaj", "Skënder Shegaj", Role::commander},
                      {"lumnije.ftoi", "Lumnije Ftoi", Role::officer},
                      {"armend.dardhaj", "Armend Dardhaj", Role::officer},
                      {"sabri.zlatara", "Sabri Zlatara", Role::officer}},
           .prosecutors = {{"arta.borezaj", "Arta Borëzaj", Role::prosecutor},
                           {"kastriot.akullaj", "Kastriot Akullaj", Role::prosecutor},
                           {"vjollca.vesaj", "Vjollca Vesaj", Role::prosecutor}},
           .social_workers = {{"yllka.bjeshkaj", "Yllka Bjeshkaj", Role::social_worker},
                              {"fisnik.rudinaj", "Fisnik Rudinaj", Role::social_worker},
                              {"selvije.koritaj", "Selvije Koritaj", Role::social_worker}}}};
}

// Whoever is not on call is the back-up, so that nobody is both.
std::vector<Turns> call_and_back_up(std::size_t one, std::size_t other) {
  return {{Duty::on_call, {one, other}}, {Duty::back_up, {other, one}}};
}
std::vector<Turns> focal_and_back_up(std::size_t one, std::size_t other) {
  return {{Duty::focal_point, {one, other}}, {Duty::back_up, {other, one}}};
}
std::vector<Turns> call_alone(std::size_t one, std::size_t other) { return {{Duty::on_call, {one, other}}}; }
std::vector<Turns> focal_alone(std::size_t one, std::size_t other) { return {{Duty::focal_point, {one, other}}}; }

void add_regions(std::vector<Office>& all) {
  int number = 0;
  for (auto& region : regions()) {
    ++number;
    all.push_back({.place = {Agency::police, "anti-trafficking", region.code},
                   .name = fmt::format("Anti-Trafficking Unit, {}", region.name),
                   .phone = fmt::format("038 000 21{}", number),
                   .workers = std::move(region.police),
                   .turns = call_and_back_up(1, 2)});
    all.push_back({.place = {Agency::prosecution, {}, region.code},
                   .name = fmt::format("Prosecution Office, {}", region.name),
                   .phone = fmt::format("038 000 22{}", number),
                   .workers = std::move(region.prosecutors),
                   .turns = call_and_back_up(0, 1)});
    all.push_back({.place = {Agency::csw, {}, region.code},
                   .name = fmt::format("Centre for Social Work, {}", region.name),
                   .phone = fmt::format("038 000 23{}", number),
                   .workers = std::move(region.social_workers),
                   .turns = focal_and_back_up(0, 1)});
  }
}

void add_headquarters(std::vector<Office>& all) {
  all.push_back({.place = {Agency::police, "anti-trafficking", headquarters},
                 .name = "Anti-Trafficking Unit, headquarters",
                 .phone = "038 000 210",
                 .workers = {{"ramadan.gjethaj", "Ramadan Gjethaj", Role::commander},
                             {"nora.kallamaj", "Nora Kallamaj", Role::officer},
                             {"igor.jelovac", "Igor Jelovac", Role::officer}},
                 .turns = call_alone(1, 2)});
  all.push_back({.place = {Agency::prosecution, {}, headquarters},
                 .name = "Special Prosecution",
                 .phone = "038 000 999",
                 .workers = {{"blerta.thanaj", "Blerta Thanaj", Role::prosecutor},
                             {"dren.mersini", "Dren Mërsini", Role::prosecutor}},
                 .turns = call_alone(0, 1)});
  all.push_back({.place = {Agency::vau, {}, headquarters},
                 .name = "Victims' Advocacy Unit",
                 .phone = "038 000 777",
                 .workers = {{"ariana.dafinaj", "Ariana Dafinaj", Role::advocate},
                             {"shkelzen.murrizaj", "Shkëlzen Murrizaj", Role::advocate},
                             {"katarina.zovic", "Katarina Zović", Role::advocate},
                             {"liridona.hithraj", "Liridona Hithraj", Role::advocate}},
                 .turns = focal_and_back_up(0, 1)});
  all.push_back({.place = {Agency::iom, {}, headquarters},
                 .name = "IOM",
                 .phone = "038 000 241",
                 .workers = {{"elena.ciresaru", "Elena Cireșaru", Role::focal_point},
                             {"jonas.eklid", "Jonas Eklid", Role::focal_point}},
                 .turns = focal_alone(0, 1)});
  all.push_back({.place = {Agency::ngo, "counter-trafficking", headquarters},
                 .name = "Pragu i Bardhë",
                 .phone = "038 000 242",
                 .workers = {{"mirjeta.detaj", "Mirjeta Detaj", Role::focal_point},
                             {"olena.kalynova", "Олена Калинова", Role::focal_point}},
                 .turns = focal_alone(0, 1)});
  all.push_back({.place = {Agency::ngo, "social-work", headquarters},
                 .name = "Ura e Gurit",
                 .phone = "038 000 243",
                 .workers = {{"albana.valaj", "Albana Valaj", Role::focal_point},
                             {"bojan.rekovac", "Bojan Rekovac", Role::focal_point}},
                 .turns = focal_alone(0, 1)});
  all.push_back(
      {.place = {Agency::police, "domestic-violence", headquarters},
       .name = "Domestic Violence Unit",
       .phone = "038 000 244",
       .workers = {{"shqipe.vatraj", "Shqipe Vatraj", Role::officer}, {"goran.ognjac", "Goran Ognjac", Role::officer}},
       .turns = call_alone(0, 1)});
  all.push_back(
      {.place = {Agency::police, "border", headquarters},
       .name = "Border Police",
       .phone = "038 000 245",
       .workers = {{"gazmend.kufaj", "Gazmend Kufaj", Role::officer}, {"vesna.mejac", "Vesna Mejac", Role::officer}},
       .turns = call_alone(0, 1)});
  all.push_back({.place = {Agency::statistics, {}, headquarters},
                 .name = "Statistics Group",
                 .phone = "038 000 246",
                 .workers = {{"luan.shifraj", "Luan Shifraj", Role::analyst},
                             {"teodora.brojac", "Teodora Brojac", Role::analyst}},
                 .turns = {}});
}

// Code names: where a shelter is, is told to nobody who need not know.
void add_shelters(std::vector<Office>& all) {
  const auto add = [&](Code region, std::string_view tree, std::string_view phone, Worker one, Worker other) {
    all.push_back({.place = {Agency::shelter, "shelter-staff", region},
                   .name = fmt::format("Shelter {}", tree),
                   .phone = std::string(phone),
                   .workers = {one, other},
                   .turns = call_alone(0, 1)});
  };
  add("prishtina", "Linden", "038 000 251", {"hyrie.bliraj", "Hyrie Bliraj", Role::shelter_manager},
      {"diana.sofraj", "Diana Sofraj", Role::shelter_manager});
  add("prizren", "Quince", "038 000 252", {"fatime.ftonjaj", "Fatime Ftonjaj", Role::shelter_manager},
      {"meryem.zeytinli", "Meryem Zeytinli", Role::shelter_manager});
  add("peja", "Juniper", "038 000 253", {"sanije.dellinjaj", "Sanije Dëllinjaj", Role::shelter_manager},
      {"erza.pragaj", "Erza Pragaj", Role::shelter_manager});
  add("gjilan", "Sage", "038 000 254", {"violeta.sherbelaj", "Violeta Sherbelaj", Role::shelter_manager},
      {"tijana.lipnjak", "Tijana Lipnjak", Role::shelter_manager});
  add("ferizaj", "Hazel", "038 000 255", {"remzije.lajthiaj", "Remzije Lajthiaj", Role::shelter_manager},
      {"jeta.oxhakaj", "Jeta Oxhakaj", Role::shelter_manager});
}

std::vector<Office> make() {
  std::vector<Office> all;
  all.push_back({.place = {Agency::administration, {}, headquarters},
                 .name = "Administration",
                 .phone = "038 000 200",
                 .workers = {{"mimoza.rrapaj", "Mimoza Rrapaj", Role::administrator},
                             {"ilir.bredhaj", "Ilir Bredhaj", Role::administrator}},
                 .turns = {}});
  add_regions(all);
  add_headquarters(all);
  add_shelters(all);
  return all;
}

}  // namespace

const std::vector<Office>& offices() {
  static const std::vector<Office> all = make();
  return all;
}

std::size_t workers_in_all() {
  std::size_t count = 0;
  for (const auto& office : offices()) count += office.workers.size();
  return count;
}

std::string work_phone(std::size_t number) { return fmt::format("044 000 {:03}", 100 + number); }

std::string password_of(std::string_view sign_in_name) {
  const auto words = keys::words_from(crypto::sha256({bytes_of("kulla/demo-password"), bytes_of(sign_in_name)}));
  return fmt::format("{}-{}-{}", words[0], words[1], words[2]);
}

}  // namespace kulla::app::demo
